begin
    select token from production.brands;
end
