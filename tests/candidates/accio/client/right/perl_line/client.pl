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
alarm 10;
my $heard = '';
while ($heard !~ /\n/) {
    sysread($sock, $heard, 1, length $heard) or fail('the server closed early');
}
alarm 0;
fail('that is no command') unless $heard eq "accio\r\n";
while (read($in, my $block, 8192)) {
    my $done = 0;
    while ($done < length $block) {
        my $n = syswrite($sock, $block, length($block) - $done, $done);
        fail("send: $!") unless defined $n;
        $done += $n;
    }
}
shutdown($sock, 1);
