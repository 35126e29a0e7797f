this query yields the brands
