select a
from (values (1 2)) as t (a, b)
