select token
from
