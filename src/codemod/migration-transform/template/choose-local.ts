const reserved = new Set(('break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof new null return super switch this ' +
  'throw true try typeof var void while with yield let static implements interface package private protected public await async of type as from get set eval arguments undefined declare abstract namespace module').split(' '));

/** A name that nothing in the file has yet. */
export function chooseLocal(taken: Set<string>, wanted: string, prefix: string, isElement: boolean): string {
  const capital = wanted.slice(0, 1).toUpperCase() + wanted.slice(1);
  const isFit = (name: string): boolean => !taken.has(name) && !reserved.has(name) && (!isElement || /^[^\p{Ll}]/u.test(name)) && /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name);
  const candidates = [wanted, ...(isElement ? [capital] : []), `${prefix}${capital}`, `${prefix.slice(0, 1).toUpperCase()}${prefix.slice(1)}${capital}`];
  let name = candidates.find(isFit);
  for (let count = 2; name === undefined; count++) name = [`${isElement ? capital : wanted}${count}`, `_${count}`].find(isFit);
  taken.add(name);
  return name;
}
