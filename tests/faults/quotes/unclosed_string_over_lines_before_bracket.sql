select
    token,
    iff(status = 'paid, amount, 0) as paid,
    iff(status in (')'), 1, 0) as empty
from production.orders
