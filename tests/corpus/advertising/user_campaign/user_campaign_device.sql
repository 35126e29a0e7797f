select distinct
    user_id,
    campaign_id,
    lower(device) in ('phone', 'app_ios', 'app_android') as is_mobile,
    lower(device) = 'ctv' as is_connected_tv
from mart.fct_impressions
where user_id is not null
  and {{ since('served_at', ds, 14) }}
