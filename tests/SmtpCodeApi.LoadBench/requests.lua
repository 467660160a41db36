-- wrk with this script sends the requests of a file, one after the other and then from the start: whole HTTP/1.1 requests, a zero octet between two of them.
-- At the end it prints one line that a program can read.

function init(args)
  local file = assert(io.open(args[1], "rb"))
  local requests, sent = {}, 0
  for one in file:read("*a"):gmatch("[^%z]+") do
    requests[#requests + 1] = one
  end
  file:close()

  -- A single request is handed over once; wrk then runs no Lua while it measures.
  wrk.format = function() return requests[1] end
  if #requests > 1 then
    function request()
      sent = sent % #requests + 1
      return requests[sent]
    end
  end
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("figures %d %d %d %d %d %d\n", summary.requests, summary.duration, summary.bytes, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout, latency:percentile(99)))
end
