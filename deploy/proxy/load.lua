-- The load of check-rolling.sh for wrk: look-ups and comparisons that the cache has, the same past the cache, and explanations.
local count = 0
local reply = '{"reply":"550 5.1.1 <bob@example.org>: Recipient address rejected: User unknown"}'

request = function()
  count = count + 1
  local kind = count % 4
  if kind == 0 then
    return wrk.format("GET", "/codes/535")
  elseif kind == 1 then
    return wrk.format("GET", "/codes/535?n=" .. count)
  elseif kind == 2 then
    return wrk.format("GET", "/compare?a=354&b=535&n=" .. count)
  end
  return wrk.format("POST", "/explain", { ["Content-Type"] = "application/json" }, reply)
end

-- With a callback for each answer, wrk reads all of them; one that is cut short is a read error in its sum.
response = function(status, headers, body)
  if status == 200 and not body:find("}%s*$") then
    print("incomplete: " .. body)
  end
end

done = function(summary)
  local errors = summary.errors
  print(string.format("requests=%d connect=%d read=%d write=%d timeout=%d status=%d", summary.requests, errors.connect, errors.read, errors.write, errors.timeout, errors.status))
end
