#!/usr/bin/perl
use strict;
use warnings;
use Encode qw(decode encode);
use IO::Select;
use IO::Socket::INET;

my $codes_port = shift // 8000;
my $messages_port = shift // 8001;
my %code;
$SIG{PIPE} = 'IGNORE';

# A flat dictionary of strings, as Python prints it.
sub unescape {
    my ($s) = @_;
    my %named = (n => "\n", t => "\t", r => "\r");
    $s =~ s/\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|(.))/
        defined $4 ? ($named{$4} \/\/ $4) : chr(hex($1 \/\/ $2 \/\/ $3))/gisex;
    return $s;
}

sub parse {
    my ($text) = @_;
    my $string = qr/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/s;
    my %dict;
    while ($text =~ /\G[\s{,]*($string)\s*:\s*($string|\w+)/gc) {
        my ($key, $value) = ($1, $2);
        ($key) = map { unescape($_) } substr($key, 1, -1);
        $dict{$key} = $value =~ /^['"]/ ? unescape(substr($value, 1, -1)) : $value eq 'True';
    }
    return \%dict;
}

sub failure { return "{'success': False, 'error': '$_[0]'}" }

sub give_code {
    my ($d) = @_;
    return failure('uuid invalid') unless defined $d->{uuid} && length $d->{uuid};
    $code{$d->{uuid}} //= join '', map { sprintf '%04x', rand 65536 } 1 .. 8;
    return "{'success': True, 'unique': '$code{$d->{uuid}}'}";
}

sub take_message {
    my ($d) = @_;
    for my $key (qw(uuid unique text)) {
        return failure("$key missing") unless defined $d->{$key};
    }
    return failure('uuid unknown') unless exists $code{$d->{uuid}};
    return failure('wrong code') unless $code{$d->{uuid}} eq $d->{unique};
    open(my $log, '>>:encoding(UTF-8)', 'log.txt') or die $!;
    print $log substr($d->{text}, 0, 80), "\n";
    close $log;
    return "{'success': True}";
}

my $select = IO::Select->new;
my (%action, %buffer);
for ([$codes_port, \&give_code], [$messages_port, \&take_message]) {
    my ($port, $do) = @$_;
    my $listener = IO::Socket::INET->new(LocalPort => $port, Listen => 100, ReuseAddr => 1) or die $@;
    $select->add($listener);
    $action{$listener} = $do;
}
while (1) {
    for my $sock ($select->can_read) {
        if (!defined $buffer{$sock}) {
            my $conn = $sock->accept or next;
            $select->add($conn);
            $buffer{$conn} = '';
            $action{$conn} = $action{$sock};
            next;
        }
        my $n = sysread($sock, $buffer{$sock}, 65536, length $buffer{$sock});
        if ($n) {
            my ($head, $body) = split /\r\n\r\n/, $buffer{$sock}, 2;
            next unless defined $body;
            my ($length) = $head =~ /^content-length:\s*(\d+)/mi;
            next if length $body < ($length // 0);
            syswrite($sock, encode('UTF-8', $action{$sock}->(parse(decode('UTF-8', $body)))));
        }
        $select->remove($sock);
        delete $buffer{$sock};
        delete $action{$sock};
        close $sock;
    }
}
