-- Asks for one path after another, each with the same header. The file of paths and the host
-- come from the environment; requests are written once, before the first is sent.
local requests, place = {}, 0

function init(_)
  wrk.headers["Host"] = os.getenv("BENCH_HOST")
  wrk.headers["Accept-Encoding"] = "gzip"
  for path in io.lines(os.getenv("BENCH_PATHS")) do
    requests[#requests + 1] = wrk.format("GET", path)
  end
end

function request()
  place = place % #requests + 1
  return requests[place]
end
