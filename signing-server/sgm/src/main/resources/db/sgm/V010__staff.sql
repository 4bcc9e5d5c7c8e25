-- Staff is found without reading everybody (decision 0057): few among very many.
CREATE INDEX person_staff ON person (admitted) WHERE role <> 'signer';
