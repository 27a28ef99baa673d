import { PropertyMap, PropertyValue, isList, isMap } from "../property-diff";

/**
 * Whether an object states the field that the API server names in a conflict, such as
 * `.spec.ports[port=80,protocol="TCP"].nodePort` or `.metadata.labels.app.kubernetes.io/name`.
 * Names are not escaped there, so a map's own keys decide where one ends.
 */
export function statesField(value: PropertyValue | undefined, field: string): boolean {
  if (value === undefined) return false;
  if (field === "") return true;
  if (isList(value)) {
    const [whole = "", selector = ""] = /^\[(.*?)\](?=[.[]|$)/.exec(field) ?? [];
    return (
      whole !== "" &&
      value.some(
        (item, index) =>
          selects(selector, item, index) && statesField(item, field.slice(whole.length)),
      )
    );
  }
  if (!isMap(value) || !field.startsWith(".")) return false;
  return Object.entries(value).some(([key, child]) => {
    const rest = field.slice(1 + key.length);
    return field.startsWith(`.${key}`) && /^([.[]|$)/.test(rest) && statesField(child, rest);
  });
}

/** `[0]` selects by index, `[="a"]` by value, `[name="a",port=80]` by keys. */
function selects(selector: string, item: PropertyValue, index: number): boolean {
  if (/^\d+$/.test(selector)) return index === Number(selector);
  if (selector.startsWith("=")) return JSON.stringify(item) === selector.slice(1);
  return isMap(item) && keysOf(selector).every(([key, value]) => matches(item, key, value));
}

function keysOf(selector: string): [string, string][] {
  return [...selector.matchAll(/(\w+)=("(?:[^"\\]|\\.)*"|[^,]+)/g)].map(
    ([, key = "", value = ""]) => [key, value],
  );
}

/** A key that the item leaves out has its default, which only the server knows. */
function matches(item: PropertyMap, key: string, value: string): boolean {
  const actual = item[key];
  return actual === undefined || JSON.stringify(actual) === value;
}
