#!/usr/bin/perl
use strict;
use warnings;
use IO::Socket::INET;

sub fail { print STDERR "ERROR: @_\n"; exit 1 }

fail('usage: client.pl HOST PORT FILE') unless @ARGV == 3;
my ($host, $port, $file) = @ARGV;
fail("bad port $port") unless $port =~ /^\d+$/ && $port >= 1 && $port <= 65535;
open(my $in, '<:raw', $file) or fail("$file: $!");

$SIG{PIPE} = 'IGNORE';
$SIG{ALRM} = sub { fail('timeout') };
my $sock = IO::Socket::INET->new(PeerAddr => $host, PeerPort => $port, Proto => 'tcp', Timeout => 10)
    or fail("connect: $@");
while (my $block = <$in>) {
    chomp $block;
    $block .= "\n";
    my $done = 0;
    while ($done < length $block) {
        alarm 10;
        my $n = syswrite($sock, $block, length($block) - $done, $done);
        alarm 0;
        fail("send: $!") unless defined $n;
        $done += $n;
    }
}
shutdown($sock, 1);
$SIG{ALRM} = sub { exit 0 };
alarm 10;
1 while sysread($sock, my $ignored, 4096);
exit 0;
