# What differs from one installation to the next; shpalta.vcl includes this file from its own
# folder. Everything here is yours to change, nothing there needs to be.

# The press: the origin, which only surrogates ask.
backend press {
    .host = "127.0.0.1";
    .port = "8010";
    .connect_timeout = 2s;
    .first_byte_timeout = 10s;
    .between_bytes_timeout = 10s;
    .probe = {
        .url = "/-/health";
        .interval = 1s;
        .timeout = 2s;
        .window = 3;
        .threshold = 2;
        .initial = 2;
    }
}

# The readers' room: comments and accounts, `shpalta serve --readers-port 8011`. It believes what
# Varnish says of a reader's address: nobody else may reach it.
backend readers {
    .host = "127.0.0.1";
    .port = "8011";
    .connect_timeout = 2s;
    .first_byte_timeout = 40s;
    .between_bytes_timeout = 10s;
}

# What the room is told of a reader. By itself: the address that speaks to Varnish, and plain HTTP.
# Behind something that ends TLS write `set req.http.X-Forwarded-Proto = "https";` here, and if that
# does not hand on addresses by the PROXY protocol, the reader's address as it tells it.
sub settings_reader {
}

# Who may send purges, once they show the token as well: the machines on which relays run.
acl relays {
    "127.0.0.1";
    "::1";
}

# The file with the journal's token, readable by Varnish.
sub settings_token {
    set req.http.Shpalta-Token = regsub(std.fileread("/etc/varnish/journal-token"), "\s+$", "");
}

# How long pages are trusted when no relay has been heard: 5 s without a sign from it, and pages
# live only for the s-maxage of their Cache-Control. Without a relay this VCL still works, at
# the price of asking the press that often.
sub settings_silence {
    set req.http.Shpalta-Silence = "5s";
}

# The live stream is given by an edge alone; `shpalta serve` runs one. To let it through, take the
# `#: ` from these three lines and delete the line with `synth`. Refused, the page's script asks
# for the ticker now and then.
#: backend edge { .host = "127.0.0.1"; .port = "8000"; }
sub settings_live {
    #: set req.backend_hint = edge;
    #: return (pipe);
    return (synth(404));
}
