-- Why a certificate was revoked, as far as relying parties must know it (decision 0071). MACs of rows from before hold.
ALTER TABLE revocation ADD COLUMN cause TEXT NOT NULL DEFAULT 'CESSATION_OF_OPERATION';
