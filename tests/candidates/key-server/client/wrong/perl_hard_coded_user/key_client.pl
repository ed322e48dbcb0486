#!/usr/bin/perl
use strict;
use warnings;
use IO::Socket::INET;

my ($host, $port, $user) = @ARGV;
die "usage: $0 host port user_id\n" unless defined $user;

sub ask {
    my ($method, $path) = @_;
    my $sock = IO::Socket::INET->new(PeerAddr => $host, PeerPort => $port) or die "connect: $@\n";
    print $sock "$method $path HTTP/1.1\r\nHost: $host\r\n\r\n";
    my $status_line = <$sock> // die "no answer\n";
    my ($status) = $status_line =~ m{^HTTP/1\.\d (\d+)} or die "no HTTP\n";
    my $length;
    while (my $line = <$sock>) {
        last if $line =~ /^\r?\n$/;
        $length = $1 if $line =~ /^content-length:\s*(\d+)/i;
    }
    my $body = '';
    if (defined $length) {
        read($sock, $body, $length);
    } else {
        local $/;
        $body = <$sock> // '';
    }
    close $sock;
    die "$body\n" if $status >= 400;
    return $body;
}

my $key = ask('KEY', "/user/1/");
print "$key\n";
print ask('PUT', "/key/$user/$key/"), "\n";
