-- Why: a card that was made with a last day is refused after it, in stock and in use. The days of a page stand beside what is sealed, by
-- place in the page: they are nobody's secret, and a claim reads them with its card. And why a batch was given up by itself.
-- Lock: cards.stock_detail, cards.card and cards.batch, a moment each. Time at 3M members: none, the columns are empty. Undo: drop them.

alter table cards.stock_detail add column valid_until date[];
alter table cards.card add column valid_until date;

alter table cards.batch add column given_up_because text collate "C";
alter table cards.batch add constraint batch_given_up_is_abandoned check (given_up_because is null or state = 'abandoned');
