merge into known using production.brands b on known.token = b.token
when matched then delete
