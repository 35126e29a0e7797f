select
    k.user_id,
    count(*) as clicks_trailing_7_days,
    count(distinct k.publisher_id) as publishers_clicked_on_trailing_7_days
from logs.clicks k
where {{ since('k.clicked_at', ds, 7) }}
  and {{ valid_click('k', ds) }}
group by k.user_id
