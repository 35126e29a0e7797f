select
    account_id
    {% for n in params.windows -%}
    , count(iff({{ last_n_days('authorized_at', ds, n) }}, txn_id, null)) as txn_count_trailing_{{ n }}_days
    , coalesce(sum(iff({{ last_n_days('authorized_at', ds, n) }}, amount_usd, null)), 0) as spend_trailing_{{ n }}_days
    {% endfor -%}
from mart.fct_txn_usd
where {{ last_n_days('authorized_at', ds, 90) }}
  and reversed_at is null
group by account_id
