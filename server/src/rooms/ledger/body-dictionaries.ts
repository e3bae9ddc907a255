/** The version that new bodies are packed with. */
export const BODY_DICTIONARY_VERSION = 2;

// What a sale's record looks like, most frequent words last: deflate reaches back over the nearest ones most cheaply.
const SALE_1 =
  '{"kind":"return","original":{"lane":1,"seq":"1"},"lines":[],"back":[],"restored":[],"written":"0","owed":"0","refund":[' +
  '"voucher","delivery","service","fee","gift_card","card","cash","online","web","kiosk","app","gold","silver","basic",' +
  '"points-per-item","fixed-bonus","multiply-points","ceiling","half_up","half_even","receipt","gross","net","never",' +
  '"kind":"points-per-amount","version":1,"base":"net_of_points","rate":"1/100","rounding":"floor","per":"receipt","cap":null,' +
  '"member":{"tier":"","attributes":{},"enrolledOn":"2024-01-01","purchases":1},"local":{"date":"2026-01-01","minuteOfDay":600,"weekday":1},' +
  '"currency":{"code":"EUR","decimals":2},"outlet":{"code":"outlet-1","groups":["city"]},"partner":"partner-1","channel":"till","terminal":"1"},' +
  '"spent":[],"tenders":[{"kind":"cash","amount":"1000"},{"kind":"points","amount":"100","points":"100","wallet":"' +
  '"wallets":[{"wallet":"2048","type":"points","booked":"100","pending":"0","held":"0","frozen":"0","owed":"0","next":{"at":1800000000000000,"points":"10"}}]' +
  '"grants":[{"promotion":"base-earn","version":1,"walletType":"points","points":"10","perLine":[[1,"2"],[2,"2"],[3,"2"],[4,"2"],[5,"2"]],"derivation":{' +
  '"lines":[{"line":1,"sku":"","category":"food/dairy","brand":"","labels":[],"kind":"product","quantity":"1000","gross":"250","discount":"0","tax":"0","byPoints":"0"},' +
  '{"line":2,"sku":"sku-1","category":"","brand":"","labels":[],"kind":"product","quantity":"1000","gross":"199","discount":"0","tax":"0","byPoints":"0"}]';

// Records written short (see the shapes): what recurs are the words of settings and the joints between values.
const SHORT_2 =
  '{"exceptions":[{"code":"members.phone.unknown"},{"code":"points.wallet.insufficient","facts":{"available":"","asked":""}}]' +
  '{"is":"return","original":{"lane":1,"seq":"1"},"currency":{"code":"EUR","decimals":2},"member":{"lane":1,"owner":"' +
  '"lines":[[1,1000],[2,1000]],"isWhole":false,"back":[{"wallet":"","walletType":1,"points":1,"cancelled":0,"taken":1,"owed":0,' +
  '"writtenOff":0,"recovered":0,"forgiven":0}],"regranted":[],"restored":[],"refund":[{"kind":"unnamed","amount":1}],"recoveredMoney":0,' +
  '"wallets":[[1,{"is":"settled","wallet":"' +
  '"receiptNumber":"","cashier":"","attributes":{"online","kiosk","app","web","voucher","delivery","service","fee","gift_card",' +
  '"welcome",1,0,"points",[["weekend",1,0,"points",[["brand-bonus",1,0,"points",[["happy-hour",1,0,"points",[["silver",1,0,"points",[' +
  '["gold",1,0,"points",[["city-outlets",1,0,"points",[["double-dairy",1,0,"points",[["base-earn",1,0,"points",[' +
  '"food/fruit","","drinks/soft","","home/kitchen","","beauty","","food/bakery","","food/dairy/milk","",' +
  '[{"kind":"cash","amount":],[{"kind":"card","amount":]],0,0,0,0,0,0],[2,1,0,0,0,0,1,17],{}]]]' +
  '["sale",[[[1,"sku-","",[],"product",1000,99,0,0,0],[2,"sku-","","",[],"product",2000,199,0,0,0],[3,"sku-","","",[],"product",1000,5,0,0,0],' +
  '[4,"","","",[],"product",3000,1000,0,0,0],[5,"","","",[],"product",1000,1,0,0,0]],"EUR",2,"outlet-1",["city"],"shop","till","till-1","2026-1' +
  '1-22",600,7,["","2025-01-01",5]],1,"1/","';

/** By version, for ever: a body names the one it was packed with. */
export const BODY_DICTIONARIES: Readonly<Record<number, Buffer>> = {
  1: Buffer.from(SALE_1, 'utf8'),
  2: Buffer.from(SHORT_2, 'utf8'),
};
