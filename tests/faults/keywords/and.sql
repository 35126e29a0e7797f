select token
from production.orders
where amount > 1 adn day > '2024-01-01'
