#!/usr/bin/perl
use strict;
use warnings;
use Fcntl;
use IO::Select;
use IO::Socket::INET;

$| = 1;
$SIG{PIPE} = 'IGNORE';
$SIG{ALRM} = sub { die "timeout\n" };
my ($host, $port, $request, $name) = @ARGV;
my %words = (put => 4, get => 4, list => 3);
if (@ARGV < 3 || $port !~ /^\d+$/ || $port < 1 || $port > 65535 || @ARGV != ($words{$request} // 0)) {
    print STDERR "usage: client.pl HOST PORT put NAME | get NAME | list\n";
    exit 2;
}
my $sock;

sub dial {
    print "Connecting to $host $port\n";
    $sock = IO::Socket::INET->new(PeerAddr => $host, PeerPort => $port, Timeout => 20) or die "connect: $@\n";
    print "Connected\n";
}

sub receive {
    my ($most) = @_;
    alarm 20;
    my $n = sysread($sock, my $data, $most);
    alarm 0;
    die "receive: $!\n" unless defined $n;
    die "connection closed too early\n" if $n == 0;
    return $data;
}

sub send_all {
    my ($data) = @_;
    my $done = 0;
    while ($done < length $data) {
        alarm 20;
        my $n = syswrite($sock, $data, length($data) - $done, $done);
        alarm 0;
        return 0 unless defined $n;
        $done += $n;
    }
    return 1;
}

sub reply {
    my $line = '';
    $line .= receive(1) until $line =~ /\n/;
    $line =~ /^OK (\d+)\n/ and return $1;
    chomp $line;
    die "$line\n";
}

sub body {
    my ($size, $out) = @_;
    while ($size > 0) {
        my $data = receive($size < 65536 ? $size : 65536);
        $size -= length $data;
        print $out $data;
    }
}

sub put {
    open(my $in, '<:raw', $name) or die "$name: $!\n";
    dial();
    send_all('PUT ' . (-s $in) . " $name\n");
    my $answered = IO::Select->new($sock);
    while (!$answered->can_read(0) && read($in, my $block, 65536)) {
        send_all($block) or last;
    }
    reply();
}

sub get {
    die "$name exists here\n" if -e $name || -l $name;
    dial();
    send_all("GET $name\n");
    my $size = reply();
    sysopen(my $out, $name, O_WRONLY | O_CREAT | O_EXCL) or die "$name: $!\n";
    binmode $out;
    if (!eval { body($size, $out); close $out }) {
        my $why = $@;
        unlink $name;
        die $why;
    }
}

sub list {
    dial();
    send_all("LIST\n");
    body(reply(), *STDOUT);
}

my $ok = eval { { put => \&put, get => \&get, list => \&list }->{$request}->(); 1 };
my $result = $ok ? 'success' : "failure $@";
chomp $result;
close $sock if $sock;
print "$host:$port ", scalar localtime, " $request ", $name // '', " $result\n" if $ok;
exit($ok ? 0 : 1);
