# Shpalta behind Varnish 7 (vmods std, purge: Varnish; var, xkey: varnish-modules).
#
# Varnish is a surrogate of the press: it keeps pages for as long as Surrogate-Control says and
# forgets them by the keys that the journal names, which `shpalta relay` brings as PURGE requests.
# What it promises is what the embedded edge promises: once a purge has been answered, nothing
# older than it is served; only when the press cannot be reached is the last good page shown,
# and marked so in Cache-Status (RFC 9211); what was withdrawn is never shown again.
#
# Names that begin with Shpalta- are notes between the subroutines; none of them leaves Varnish.
vcl 4.1;

import purge;
import std;
import var;
import xkey;

include "./settings.vcl";

sub vcl_init {
    # Each purge gives the cache a new generation; this is the first.
    var.global_set("generation", "vcl-" + std.time2real(now, 0.0));
}

# ---------------------------------------------------------------- requests

sub vcl_recv {
    if (req.restarts == 0) {
        # Notes are ours alone: a reader's are thrown away.
        unset req.http.Shpalta-Last-Good;
        unset req.http.Shpalta-Forward;
        unset req.http.Shpalta-Pass;
        unset req.http.Shpalta-Allow;
    }
    set req.backend_hint = press;
    if (req.method == "PURGE" || req.method == "BAN") {
        call purge_by_keys;
    }
    call lead_to_the_readers_room;
    call lead_to_the_partners_door;
    call refuse_what_is_not_reading;
    call normalise;
    if (req.url ~ "^/-/live/[^/?]+/[^/?]+(\?|$)") {
        call settings_live;
    }
    set req.http.Shpalta-Asked = req.url;
    call normalise_query;
    # Videos go through in the ranges that are asked for: kept whole they would fill the memory.
    if (req.url ~ "^/media/videos/[0-9a-f]{32}/(video\.mp4|hls/([A-Za-z0-9_-][A-Za-z0-9._-]{0,250}/)?[A-Za-z0-9_-][A-Za-z0-9._-]{0,250})$") {
        unset req.http.Shpalta-Asked;
        return (pass);
    }
    call lead_strangers_to_the_missing_page;

    # What is stale is not served: readers wait for the one fetch. It is let through only while
    # the press is known to be down, or after it has failed to answer this very request.
    if (req.http.Shpalta-Last-Good || !std.healthy(req.backend_hint)) {
        set req.grace = 365d;
    } else {
        set req.grace = 0s;
    }
    if (req.http.Shpalta-Pass) {
        return (pass);
    }
    return (hash);
}

# Comments and readers' accounts, at the addresses of `shpalta.edge.routes.READERS`: forms and
# cookies go through, nothing is kept. The room believes what it is told of a reader's address, so
# what readers say of that kind is dropped.
sub lead_to_the_readers_room {
    if (req.url ~ "^(?!/(documents|django-admin|media|newsroom|static)/)(/[a-z][a-z0-9-]{0,18})?/-/readers/(write|me|comments|reactions|comment/[0-9]{1,18}(/(edit|remove|appeal))?|mine|account(/(export|erase|social))?|login(/(code|confirm|again))?|logout|signup(/(confirm|social))?|passkeys(/(add|login|again|[0-9]{1,18}/remove))?|(google|telegram)/login(/callback)?|failed(/(social|cancelled))?)/(\?|$)") {
        set req.backend_hint = readers;
        set req.http.Shpalta-Allow = "GET, HEAD, POST";
        if (req.method != "GET" && req.method != "HEAD" && req.method != "POST") {
            return (synth(405));
        }
        if (req.http.Transfer-Encoding || std.integer(req.http.Content-Length, 0) > 65536) {
            return (synth(413));
        }
        set req.http.X-Forwarded-For = client.ip;
        unset req.http.X-Forwarded-Proto;
        unset req.http.X-Forwarded-Host;
        unset req.http.X-Forwarded-Port;
        unset req.http.X-Real-IP;
        unset req.http.Forwarded;
        unset req.http.Authorization;
        call settings_reader;
        return (pass);
    }
}

# Where partners' services report the sums of fundraisers; the press asks for the signature.
sub lead_to_the_partners_door {
    if (req.url ~ "^/-/fundraiser/[A-Za-z0-9]{8,24}/$") {
        set req.http.Shpalta-Allow = "POST";
        if (req.method != "POST") {
            return (synth(405));
        }
        if (req.http.Transfer-Encoding || std.integer(req.http.Content-Length, 0) > 4096) {
            return (synth(413));
        }
        unset req.http.Cookie;
        return (pass);
    }
}

sub refuse_what_is_not_reading {
    if (req.method != "GET" && req.method != "HEAD") {
        return (synth(405));
    }
    if (req.http.Transfer-Encoding || (req.http.Content-Length && req.http.Content-Length != "0")) {
        return (synth(400));
    }
    if (req.url ~ "^.{4097}") {
        return (synth(414));
    }
}

sub normalise {
    # Readers are anonymous: nothing of who they are reaches the press or tells pages apart.
    unset req.http.Cookie;
    unset req.http.Authorization;
    unset req.http.Surrogate-Capability;
    # Parts of pages are for surrogates to put together, whole.
    unset req.http.Cache-Control;
    unset req.http.Pragma;
    set req.http.Host = std.tolower(req.http.Host);
}

# Which parameters matter on which pages: what the press says in No-Vary-Search, as data. Lists
# go on `before` a place in them; everything else is one page whatever stands after the `?`.
sub normalise_query {
    if (req.url ~ "\?") {
        if (req.url ~ "^(/[a-z][a-z0-9-]{0,18})?/((rubric|topic|author|about)/[A-Za-z0-9_-]{1,120}|-/talk/[0-9]{1,18}(/(newest|oldest|best|c/[0-9]{1,18}))?)/\?(.*&)?before=[0-9]{1,18}(-[0-9]{1,18})?(&|$)") {
            set req.url = regsub(req.url, "\?(?:.*&)?(before=[0-9]+(?:-[0-9]+)?).*$", "?\1");
        } else {
            set req.url = regsub(req.url, "\?.*$", "");
        }
    }
}

# The public addresses, the same as `shpalta.edge.routes` lets through. Whatever else is asked
# for goes to the door for old addresses, with its query, if it could be one; else it gets the
# not-found page of its edition: the press is not asked, nothing new is kept.
sub lead_strangers_to_the_missing_page {
    if (req.url ~ "^/(documents|django-admin|newsroom)(/|$)") {
        set req.url = "/-/missing/";
    } elsif (req.url !~ "^(/[a-z][a-z0-9-]{0,18})?/(((date|date/[0-9]{4}/[0-9]{2}/[0-9]{2}|(articles|columns|interviews|live|news|photo|video)/([0-9]{1,18}/){0,3}[0-9]{1,18}|[a-z]{1,20}/[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}/[0-9]{1,18}|(rubric|topic|author|about|page)/[A-Za-z0-9_-]{1,120}|-/(ticker|today|read|video|missing)|-/talk/[0-9]{1,18}(/(newest|oldest|best|c/[0-9]{1,18}))?|-/place/[0-9]{1,18}/[a-z0-9-]{1,200}|-/(go|player)/[0-9]{1,18}|-/creative/[0-9]{1,18}/[0-9]{1,18}/[0-9a-f]{16}|-/more/(all|rubric/[A-Za-z0-9_-]{1,120}))/?)?|icon\.svg|-/nameplate/[0-9a-f]{32}\.(svg|png))(\?before=[0-9-]+)?$"
        && req.url !~ "^/[a-z][a-z0-9-]{0,18}$"
        && req.url !~ "^/media/pictures/[0-9]{1,18}/[0-9a-f]{12}/[0-9]{1,5}\.(avif|webp|jpg|png)$"
        && req.url !~ "^/media/creatives/[0-9a-f]{64}\.(avif|gif|jpeg|png|webp)$"
        && req.url !~ "^/media/captions/[0-9a-f]{32}\.vtt$"
        && req.url !~ "^/static/shpalta/(press|readers)/([A-Za-z0-9_-][A-Za-z0-9._-]{0,250}/){0,4}[A-Za-z0-9_-][A-Za-z0-9._-]{0,250}$") {
        if (req.http.Shpalta-Asked ~ "^(?!/(documents|django-admin|media|newsroom|static)(/|$))(?![^?]*(//|/\.{1,2}(/|\?|$)|/-(/|\?|$)|%(2[eEfF]|5[cC]|[01][0-9a-fA-F])))/[A-Za-z0-9._~!$&'()*+,;=:@%/-]{1,599}(\?|$)") {
            set req.url = "/-/moved" + req.http.Shpalta-Asked;
        } elsif (req.url ~ "^/[a-z]{2,8}/"
            && req.url !~ "^/(about|articles|author|columns|date|documents|interviews|live|media|news|newsroom|page|photo|rubric|static|topic|video)/") {
            set req.url = regsub(req.url, "^(/[a-z]{2,8})/.*$", "\1/-/missing/");
        } else {
            set req.url = "/-/missing/";
        }
    }
    unset req.http.Shpalta-Asked;
}

# ---------------------------------------------------------------- purges

# PURGE with `xkey-purge` (never to be shown again) and `xkey-softpurge` (stale now), BAN for a
# journal that lost its place: nothing that is kept can be trusted. A PURGE without keys is the
# relay's sign of life, which it gives while it has nothing more to tell: purges alone may still
# be those of yesterday.
sub purge_by_keys {
    call settings_token;
    if (client.ip !~ relays || req.http.Shpalta-Token == ""
        || req.http.Authorization != "Bearer " + req.http.Shpalta-Token) {
        return (synth(403));
    }
    unset req.http.Shpalta-Token;
    if (req.method == "BAN") {
        var.global_set("generation", req.xid);
        ban("obj.status != 0");
        return (synth(200, "Banned"));
    }
    if (req.http.xkey-purge || req.http.xkey-softpurge) {
        # First the mark, then the purge: a fetch that began before the mark and is kept after
        # the purge is recognised in vcl_deliver.
        var.global_set("generation", req.xid);
        set req.http.Shpalta-Purged = "0";
        if (req.http.xkey-purge) {
            set req.http.Shpalta-Purged = xkey.purge(req.http.xkey-purge);
        }
        if (req.http.xkey-softpurge) {
            set req.http.Shpalta-Purged =
                req.http.Shpalta-Purged + " + " + xkey.softpurge(req.http.xkey-softpurge);
        }
        return (synth(200, "Purged " + req.http.Shpalta-Purged));
    }
    var.global_set("heard", std.time2real(now, 0.0));
    return (synth(200, "Heard"));
}

# ---------------------------------------------------------------- what is kept

sub vcl_hash {
    hash_data(req.url);
    hash_data(req.http.Host);
    return (lookup);
}

sub vcl_hit {
    if (obj.ttl <= 0s) {
        set req.http.Shpalta-Forward = "last-good";
        return (deliver);
    }
    # No sign of a relay: a purge may have been missed, so pages live for their s-maxage alone.
    call settings_silence;
    if (obj.http.Surrogate-Control && !req.http.Shpalta-Last-Good
        && now - std.time(var.global_get("heard"), std.real2time(0.0, now))
            > std.duration(req.http.Shpalta-Silence, 5s)
        && obj.age > std.duration(
            regsub(obj.http.Cache-Control, "^.*s-maxage=([0-9]+).*$", "\1s"), 5s)) {
        purge.soft(0s, -1s, -1s);
        return (restart);
    }
    set req.http.Shpalta-Forward = "hit";
    return (deliver);
}

sub vcl_miss {
    set req.http.Shpalta-Forward = "miss";
    return (fetch);
}

sub vcl_pass {
    set req.http.Shpalta-Forward = "bypass";
    return (fetch);
}

# ---------------------------------------------------------------- the press

sub vcl_backend_fetch {
    if (bereq.backend == readers) {
        return (fetch);
    }
    set bereq.http.Surrogate-Capability = {"varnish="ESI/1.0 Surrogate/1.0""};
    set bereq.http.Shpalta-Generation = var.global_get("generation");
}

sub vcl_backend_response {
    if (bereq.backend == readers) {
        # One reader's page, with the cookies that it sets.
        set beresp.uncacheable = true;
        return (deliver);
    }
    if (beresp.status >= 500) {
        if (bereq.is_bgfetch || !bereq.http.Shpalta-Last-Good) {
            return (abandon);
        }
        # There is no last good one either: the press's own words, to those who wait now.
        set beresp.ttl = 0s;
        set beresp.grace = 0s;
        set beresp.uncacheable = true;
        return (deliver);
    }
    unset beresp.http.Set-Cookie;
    # The last key is the object's own: vcl_deliver takes it back by that, if it came too late.
    set beresp.http.Shpalta-Fetch = "fetch:" + bereq.xid;
    set beresp.http.Shpalta-Generation = bereq.http.Shpalta-Generation;
    set beresp.http.xkey = beresp.http.Surrogate-Key + " " + beresp.http.Shpalta-Fetch;
    set beresp.grace = 0s;
    set beresp.keep = 0s;
    if (beresp.http.Surrogate-Control ~ "max-age=[0-9]+") {
        set beresp.ttl = std.duration(
            regsub(beresp.http.Surrogate-Control, "^.*max-age=([0-9]+).*$", "\1s"), 5s);
        if (beresp.http.Surrogate-Control ~ "stale-if-error=[0-9]+") {
            set beresp.grace = std.duration(
                regsub(beresp.http.Surrogate-Control, "^.*stale-if-error=([0-9]+).*$", "\1s"), 0s);
        }
    }
    if (beresp.http.Surrogate-Control ~ "ESI/1\.0") {
        set beresp.do_esi = true;
        # They would name the page without its parts.
        unset beresp.http.ETag;
        unset beresp.http.Last-Modified;
    }
    # All but today's date: gzip makes so short a part longer, and each compressed part that is put
    # into a page costs Varnish more than all the rest of the request (`crc32_combine` of its zlib).
    if (beresp.http.Content-Type ~ "^(text/|application/(javascript|json|xml)|image/svg)"
        && bereq.url !~ "/-/today/$") {
        set beresp.do_gzip = true;
    }
}

sub vcl_backend_error {
    if (bereq.is_bgfetch || !bereq.http.Shpalta-Last-Good) {
        return (abandon);
    }
}

# ---------------------------------------------------------------- answers

sub vcl_deliver {
    # A purge came while this was on its way from the press, so it may show what was before. It
    # reached Varnish after the purge had looked for it; it is taken back now, and fetched anew.
    # Readers who met it in the moment between are those of the next quarter of a second.
    if (resp.http.Shpalta-Fetch && req.http.Shpalta-Forward != "last-good"
        && req.http.Shpalta-Forward != "bypass"
        && (req.http.Shpalta-Forward == "miss" || obj.age < 250ms)
        && resp.http.Shpalta-Generation != var.global_get("generation")) {
        xkey.softpurge(resp.http.Shpalta-Fetch);
        if (req.restarts >= 2) {
            # Purges come faster than the press answers: this one answer is not kept.
            set req.http.Shpalta-Pass = "1";
        }
        return (restart);
    }
    # A part that failed gives nothing in its place: the page is never broken by it.
    if (req.esi_level > 0 && resp.status != 200) {
        return (synth(204));
    }
    if (req.http.Shpalta-Forward == "hit") {
        set resp.http.Cache-Status = "Varnish; hit";
    } elsif (req.http.Shpalta-Forward == "last-good") {
        set resp.http.Cache-Status = "Varnish; hit; ttl=-1; detail=last-good";
    } elsif (req.http.Shpalta-Forward == "bypass") {
        set resp.http.Cache-Status = "Varnish; fwd=bypass";
    } else {
        set resp.http.Cache-Status = "Varnish; fwd=miss";
    }
    if (resp.http.Surrogate-Control && req.http.Shpalta-Forward != "last-good") {
        # A surrogate answers as the origin itself does: what it gives is not old.
        unset resp.http.Age;
    }
    unset resp.http.Shpalta-Fetch;
    unset resp.http.Shpalta-Generation;
    unset resp.http.Surrogate-Control;
    unset resp.http.Surrogate-Key;
    unset resp.http.X-Varnish;
    unset resp.http.Via;
    unset resp.http.xkey;
    return (deliver);
}

sub vcl_synth {
    # The press did not answer: once more, and now the last good page will do.
    if (resp.status == 503 && !req.http.Shpalta-Last-Good && req.restarts < 4
        && (req.method == "GET" || req.method == "HEAD")) {
        set req.http.Shpalta-Last-Good = "1";
        unset req.http.Shpalta-Pass;
        return (restart);
    }
    unset resp.http.X-Varnish;
    unset resp.http.Via;
    if (req.esi_level > 0) {
        synthetic("");
        return (deliver);
    }
    set resp.http.Cache-Control = "no-store";
    set resp.http.Content-Type = "text/plain; charset=utf-8";
    set resp.http.X-Content-Type-Options = "nosniff";
    if (resp.status == 405) {
        set resp.http.Allow = "GET, HEAD";
        if (req.http.Shpalta-Allow) {
            set resp.http.Allow = req.http.Shpalta-Allow;
        }
    }
    if (resp.status == 503) {
        set resp.http.Retry-After = "5";
    }
    synthetic(resp.reason + {"
"});
    return (deliver);
}
