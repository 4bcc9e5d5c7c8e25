-- People whose names were erased after they had ended (decision 0084): what is sent again brings none back.
CREATE TABLE erased (person TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
