/**
 * Makes a function whose answer is found once for each object (a model, a context of lowering) and kept as long as the
 * object is: whoever asks for every resource about all the others, asks an index, and the work stays linear. What is
 * given must not change later.
 */
export function oncePer<Key extends object, Answer>(find: (key: Key) => Answer): (key: Key) => Answer {
  const found = new WeakMap<Key, { readonly answer: Answer }>();
  return (key) => {
    const known = found.get(key) ?? { answer: find(key) };
    found.set(key, known);
    return known.answer;
  };
}
