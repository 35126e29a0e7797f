select iff(status = 'paid, f(amount), 0) as paid, split_part(name, ',', 1) as first, '(a, b)' as brackets from production.orders
