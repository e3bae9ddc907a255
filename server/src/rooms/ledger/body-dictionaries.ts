/** The version that new bodies are packed with. */
export const BODY_DICTIONARY_VERSION = 1;

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

/** By version, for ever: a body names the one it was packed with. */
export const BODY_DICTIONARIES: Readonly<Record<number, Buffer>> = { 1: Buffer.from(SALE_1, 'utf8') };
