/** What a provider says of a property, as far as it leads to others. */
interface Property {
  readonly $ref?: string;
  readonly items?: Property;
  readonly additionalProperties?: Property;
  readonly oneOf?: readonly Property[];
}

/** The part of a provider's schema that names its types. */
export interface Schema {
  readonly resources: Readonly<
    Record<string, { readonly inputProperties?: Readonly<Record<string, Property>> }>
  >;
  readonly types: Readonly<
    Record<string, { readonly properties?: Readonly<Record<string, Property>> }>
  >;
}

/**
 * Paths in a resource's inputs that the schema does not know; the type itself if it does not know
 * that.
 */
export function undeclared(schema: Schema, type: string, inputs: unknown): string[] {
  const properties = schema.resources[type]?.inputProperties;
  if (properties === undefined) return [type];
  return inObject(schema, properties, inputs, type);
}

function inObject(
  schema: Schema,
  properties: Readonly<Record<string, Property>>,
  value: unknown,
  path: string,
): string[] {
  return Object.entries(Object(value) as Record<string, unknown>).flatMap(([name, child]) => {
    const property = properties[name];
    const at = `${path}.${name}`;
    return property === undefined ? [at] : inProperty(schema, property, child, at);
  });
}

function inProperty(schema: Schema, property: Property, value: unknown, path: string): string[] {
  const { $ref = "", items, additionalProperties: values, oneOf } = property;
  if (oneOf !== undefined) {
    const [fewest = []] = oneOf
      .map((one) => inProperty(schema, one, value, path))
      .sort((a, b) => a.length - b.length);
    return fewest;
  }
  if (items !== undefined && Array.isArray(value)) {
    return value.flatMap((item, i) => inProperty(schema, items, item, `${path}[${i}]`));
  }
  if (values !== undefined) {
    return Object.entries(Object(value) as Record<string, unknown>).flatMap(([key, child]) =>
      inProperty(schema, values, child, `${path}.${key}`),
    );
  }
  if (!$ref.startsWith("#/types/")) return [];
  const type = schema.types[decodeURIComponent($ref.slice("#/types/".length))];
  return type === undefined ? [path] : inObject(schema, type.properties ?? {}, value, path);
}
