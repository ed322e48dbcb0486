use strict;
use warnings;
use IO::Select;
use IO::Socket::INET;

my ($port, $dir) = @ARGV;
if (@ARGV != 2 || $port !~ /^\d+$/ || $port < 1024 || $port > 65535) {
    print STDERR "ERROR: usage: server.pl PORT DIRECTORY\n";
    exit 1;
}
$SIG{$_} = sub { exit 0 } for qw(TERM QUIT INT);
$SIG{PIPE} = 'IGNORE';
mkdir $dir unless -d $dir;

my $listener = IO::Socket::INET->new(LocalPort => $port, Listen => 100, ReuseAddr => 1, Proto => 'tcp')
    or die "ERROR: $!\n";
my $set = IO::Select->new($listener);
my ($n, %up) = (0);

sub finish {
    my ($sock, $timed_out) = @_;
    my $u = delete $up{fileno $sock};
    close $u->{out};
    if ($timed_out) {
        open my $out, '>', $u->{path};
        print $out 'ERROR';
        close $out;
    }
    $set->remove($sock);
    close $sock;
}

while (1) {
    my $wait;
    for my $u (values %up) {
        my $left = $u->{until} - time;
        $wait = $left if !defined $wait || $left < $wait;
    }
    $wait = 0 if defined $wait && $wait < 0;
    for my $sock ($set->can_read($wait)) {
        if ($sock == $listener) {
            my $new = $listener->accept or next;
            my $path = "$dir/" . ++$n . '.file';
            open my $out, '>:raw', $path or die "ERROR: $path: $!\n";
            syswrite $new, "accio\015\012";
            $up{fileno $new} = {out => $out, path => $path, sock => $new, until => time + 11};
            $set->add($new);
            next;
        }
        my $u = $up{fileno $sock};
        if (sysread $sock, my $data, 65536) {
            print {$u->{out}} $data;
            $u->{until} = time + 11;    # whole seconds: never less than ten
        } else {
            finish($sock, 0);
        }
    }
    for my $u (values %up) {
        finish($u->{sock}, 1) if time >= $u->{until};
    }
}
