grant select on production.brands to role reader
