#!/usr/bin/perl
use strict;
use warnings;
use IO::Select;
use IO::Socket::INET;

my ($port, @users) = @ARGV;
my %keys = map { $_ => {} } @users;
$SIG{PIPE} = 'IGNORE';

sub new_key {
    open(my $random, '<:raw', '/dev/urandom') or die $!;
    read($random, my $raw, 64);
    return unpack('H*', $raw);
}

sub answer {
    my ($method, $target) = @_;
    if ($target =~ m{^/user/([^/]+)/\z}) {
        return (405, 'KEY only', 'KEY') if $method ne 'KEY';
        return (403, 'unknown user') unless $keys{$1};
        my $key = new_key();
        $keys{$1}{$key} = 1;
        return (200, $key);
    }
    if ($target =~ m{^/key/([^/]+)/([^/]+)/\z}) {
        return (405, 'PUT only', 'PUT') if $method ne 'PUT';
        return (404, 'unknown user') unless $keys{$1};
        return $keys{$1}{$2} ? (200, 'welcome') : (403, 'wrong key');
    }
    return (400, 'malformed target');
}

my $server = IO::Socket::INET->new(LocalPort => $port, Listen => 128, ReuseAddr => 1) or die $@;
my $select = IO::Select->new($server);
my %buffer;
while (1) {
    for my $sock ($select->can_read) {
        if ($sock == $server) {
            my $new = $server->accept or next;
            $select->add($new);
            $buffer{$new} = '';
            next;
        }
        my $close = !sysread($sock, $buffer{$sock}, 4096, length $buffer{$sock});
        while (!$close && $buffer{$sock} =~ /^(.*?)\r\n\r\n/s) {
            my $head = $1;
            my ($line, @fields) = split /\r\n/, $head, -1;
            my ($length) = $head =~ /^content-length:\s*(\d+)/mi;
            my $size = length($head) + 4 + ($length // 0);
            last if length $buffer{$sock} < $size;
            substr($buffer{$sock}, 0, $size) = '';
            my ($status, $body, $allow);
            if (defined $line && $line =~ m{^(\S+) (\S+) HTTP/1\.([01])\z} && !grep { !/:/ } @fields) {
                ($status, $body, $allow) = answer($1, $2);
                $close = $head =~ m{^\S+ \S+ HTTP/1\.0|^connection:\s*close}mi;
            } else {
                ($status, $body, $close) = (400, 'malformed request', 1);
            }
            print $sock "HTTP/1.1 $status X\r\n", ($allow ? "Allow: $allow\r\n" : ''),
                'Content-Length: ', length $body, "\r\n\r\n$body";
            $sock->flush;
        }
        if ($close) {
            $select->remove($sock);
            delete $buffer{$sock};
            close $sock;
        }
    }
}
