-- What an instrument is paid in, where its venue pays in more than one currency.

ALTER TABLE instruments ADD COLUMN currency TEXT NOT NULL DEFAULT '';
