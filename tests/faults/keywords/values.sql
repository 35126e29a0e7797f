select token
from (vlaues (1), (2)) as t (token)
