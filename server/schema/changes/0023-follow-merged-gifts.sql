-- Why: value that comes back to a gift card after it was merged into another (a refund, a return, a lapsed hold) follows to the card that
-- was kept. (survivor_lane, survivor) is that card's gift.
-- Lock: giftcards.gift, a moment. Time at 3M members: none, the columns are empty. Undo: drop the two columns and the index.

alter table giftcards.gift add column survivor_lane int;
alter table giftcards.gift add column survivor bigint;
alter table giftcards.gift
  add constraint gift_survivor_is_whole check ((survivor_lane is null) = (survivor is null)),
  add constraint gift_survivor_is_another check ((survivor_lane, survivor) is distinct from (lane, gift));

-- For the look at merged gifts that have value again.
create index gift_merged on giftcards.gift (lane, gift) where survivor is not null;
