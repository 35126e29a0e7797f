drop table known
