/** The value of a key, made and added when there is none yet. */
export const getOrAdd = <Key, A>(map: Map<Key, A>, key: Key, make: () => A): A => {
  const found = map.get(key)
  if (found !== undefined) return found
  const made = make()
  map.set(key, made)
  return made
}
