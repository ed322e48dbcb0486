#!/usr/bin/perl
use strict;
use warnings;
use Fcntl;
use IO::Socket::INET;
use IO::Select;

$| = 1;
$SIG{CHLD} = $SIG{PIPE} = 'IGNORE';
my $port = shift // '';
if ($port !~ /^\d+$/ || $port < 1 || $port > 65535) {
    print STDERR "usage: server.pl PORT\n";
    exit 2;
}

my ($sock, $buffer, $request);

sub more {
    IO::Select->new($sock)->can_read($_[0]) or die "timeout\n";
    my $n = sysread($sock, $buffer, 65536, length $buffer);
    die "connection lost: $!\n" unless defined $n;
    return $n;
}

sub send_all {
    my ($data) = @_;
    my $done = 0;
    while ($done < length $data) {
        IO::Select->new($sock)->can_write(20) or die "timeout\n";
        my $n = syswrite($sock, $data, length($data) - $done, $done) // die "connection lost: $!\n";
        $done += $n;
    }
}

sub name {
    my ($name) = @_;
    die "ERROR bad-name bad name\n"
        if $name eq '' || length $name > 255 || $name =~ m{[/\0]} || $name eq '.' || $name eq '..';
    return $name;
}

sub put {
    my ($size, $name) = @_;
    die "ERROR too-large too large\n" if length $size > 19 || (length $size == 19 && $size gt '9223372036854775807');
    sysopen(my $out, $name, O_WRONLY | O_CREAT | O_EXCL)
        or die $!{EEXIST} ? "ERROR exists file exists\n" : "ERROR io $!\n";
    binmode $out;
    my $ok = eval {
        while ($size > 0) {
            $buffer ne '' or more(20) or die "data incomplete\n";
            my $piece = substr($buffer, 0, $size, '');
            $size -= length $piece;
            print $out $piece;
        }
        close $out;
    };
    if (!$ok) {
        my $why = $@;
        unlink $name;
        die $why;
    }
    send_all("OK 0\n");
}

sub get {
    my ($name) = @_;
    -f $name && open(my $in, '<:raw', $name) or die "ERROR not-found no such file\n";
    send_all('OK ' . (-s $name) . "\n");
    while (read($in, my $block, 65536)) {
        send_all($block);
    }
}

sub list {
    opendir(my $dir, '.') or die "ERROR io $!\n";
    my $body = join '', map { "$_\n" } sort readdir $dir;
    send_all('OK ' . length($body) . "\n$body");
}

sub serve {
    while ($buffer !~ /\n/) {
        die "ERROR bad-request line too long\n" if length $buffer > 1000;
        more(20) or die "ERROR bad-request line not complete\n";
    }
    $buffer =~ s/^([^\n]*)\n//;
    $request = $1;
    if ($request eq 'LIST') { list() }
    elsif ($request =~ /^GET (.*)$/s) { get(name($1)) }
    elsif ($request =~ /^PUT (\d+) (.*)$/s) { put($1 =~ s/^0+(?=\d)//r, name($2)) }
    else { die "ERROR bad-request unknown\n" }
}

my $server = IO::Socket::INET->new(LocalPort => $port, Listen => 64, ReuseAddr => 1) or die "$@\n";
print "0.0.0.0 $port server up and running\n";
while (1) {
    $sock = $server->accept or next;
    if (fork) {
        close $sock;
        next;
    }
    ($buffer, $request) = ('', '?');
    my @peer = ($sock->peerhost, $sock->peerport);
    my $result = eval { serve(); 1 } ? 'success' : "failure $@";
    chomp $result;
    if ($result =~ /^failure (ERROR .*)/) {
        eval {
            send_all("$1\n");
            shutdown($sock, 1);
            my $end = time + 10;
            while (time < $end) {
                $buffer = '';
                more(3) or last;
            }
        };
    }
    close $sock;
    print join(' ', @peer, scalar localtime, $request, $result), "\n";
    exit 0;
}
