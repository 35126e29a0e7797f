truncate table known
