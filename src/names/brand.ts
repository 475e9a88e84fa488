declare const brand: unique symbol;

/** A string that has been parsed as a `Name`: only the parser of that name makes one. */
export type Branded<Name extends string> = string & { readonly [brand]: Name };
