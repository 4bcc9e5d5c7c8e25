-- Whether an earlier key-encryption key is needed any more (decision 0070).
CREATE INDEX signing_key_kek ON signing_key (kek_epoch) WHERE state = 'ENABLED';
