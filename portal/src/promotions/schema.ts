/** As much of JSON Schema as the kinds describe their parameters with. */
export type Schema = {
  readonly type?: string;
  readonly enum?: readonly (string | number)[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly format?: string;
};

/** The schema itself where it stands behind a choice of one or several: the first says enough to draw a field. */
export const bareSchema = (schema: Schema): Schema => {
  const [first] = schema.anyOf ?? schema.allOf ?? [];
  return schema.type === undefined && first ? { ...bareSchema(first), ...schema } : schema;
};

/** What a new item of that schema begins as. */
export const blankOf = (schema: Schema): unknown => (bareSchema(schema).type === 'object' ? {} : '');
