// The largest receipt that the API takes, by which free conditions are measured before one is ever run. A test holds the figures
// against the contract.

/** Lines of a receipt. */
export const RECEIPT_LINES_MAX = 500;
/** Labels of a line, coupons and tenders of a receipt. */
export const RECEIPT_NAMES_MAX = 20;
/** Groups of an outlet. */
export const OUTLET_GROUPS_MAX = 50;
/** Segments of a tenant: a member may be in all of them. */
export const MEMBER_SEGMENTS_MAX = 1_000;
/** Attributes of a member or an occasion, and characters in one. */
export const ATTRIBUTES_MAX = 50;
export const ATTRIBUTE_CHARACTERS_MAX = 500;
/** Characters in a code, a brand, a label; and in a path of categories. */
export const NAME_CHARACTERS_MAX = 64;
export const CATEGORY_CHARACTERS_MAX = 200;
