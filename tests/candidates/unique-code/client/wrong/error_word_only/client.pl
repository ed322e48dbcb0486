#!/usr/bin/perl
use strict;
use warnings;
use IO::Socket::INET;

my $codes_port = shift // 8000;
my $messages_port = shift // 8001;

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

sub literal {
    my ($s) = @_;
    $s =~ s/([\\'])/\\$1/g;
    $s =~ s/\n/\\n/g;
    return "'$s'";
}

sub post {
    my ($port, @pairs) = @_;
    my @items;
    while (my ($key, $value) = splice(@pairs, 0, 2)) {
        push @items, literal($key) . ': ' . literal($value);
    }
    my $body = '{' . join(', ', @items) . '}';
    my $sock = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $port) or die "connect: $@\n";
    print $sock "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: ", length $body, "\r\n\r\n$body";
    local $/;
    my $reply = <$sock>;
    close $sock;
    die "no reply\n" unless defined $reply;
    return parse($reply);
}

sub uuid4 {
    my @h = map { sprintf '%x', int rand 16 } 1 .. 32;
    $h[12] = '4';
    $h[16] = sprintf '%x', 8 + int rand 4;
    return join('', @h) =~ s/^(.{8})(.{4})(.{4})(.{4})/$1-$2-$3-$4-/r;
}

for my $i (0 .. 49) {
    my $uuid = uuid4();
    my $reply = post($codes_port, uuid => $uuid);
    if ($reply->{success}) {
        $reply = post($messages_port, uuid => $uuid, unique => $reply->{unique}, text => "Perl text $i");
    }
    print "error\n" unless $reply->{success};
}
