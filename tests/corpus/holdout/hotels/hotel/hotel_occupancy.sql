SELECT
    hotel_id,
    {{ ratio("SUM(IFF(night >= '" ~ macros.ds_add(ds, -7) ~ "'::DATE, rooms_sold, 0))", "SUM(IFF(night >= '" ~ macros.ds_add(ds, -7) ~ "'::DATE, rooms_available, 0))") }} AS occupancy_trailing_7_days,
    {{ ratio('SUM(rooms_sold)', 'SUM(rooms_available)') }} AS occupancy_trailing_28_days,
    {{ ratio('SUM(revenue)', 'SUM(rooms_available)') }} AS revenue_per_available_room_trailing_28_days
FROM analytics.hotel_nights
WHERE {{ nights('night', 28) }}
GROUP BY hotel_id
