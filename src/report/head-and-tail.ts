/** Lines of which only so many characters are kept: the first and the last ones. */
export class HeadAndTail {
  readonly #head: string[] = [];
  #tail: string[] = [];
  #headRoom: number;
  readonly #tailRoom: number;
  #tailLength = 0;
  /** Index of the first line of the tail that still counts. */
  #first = 0;
  /** How many lines between the two were let go. */
  dropped = 0;

  /** Room in UTF-16 units, line ends included. */
  constructor(head: number, tail: number) {
    this.#headRoom = head;
    this.#tailRoom = tail;
  }

  add(line: string): void {
    const length = line.length + 1;
    if (this.#tail.length === 0 && this.dropped === 0 && length <= this.#headRoom) {
      this.#headRoom -= length;
      this.#head.push(line);
      return;
    }
    this.#tail.push(line);
    this.#tailLength += length;
    while (this.#tailLength > this.#tailRoom) {
      this.#tailLength -= (this.#tail[this.#first] as string).length + 1;
      this.#tail[this.#first] = '';
      this.#first += 1;
      this.dropped += 1;
    }
    // Moved together seldom enough that each line is moved once on average.
    if (this.#first * 2 > this.#tail.length) {
      this.#tail = this.#tail.slice(this.#first);
      this.#first = 0;
    }
  }

  get head(): readonly string[] {
    return this.#head;
  }

  get tail(): readonly string[] {
    return this.#tail.slice(this.#first);
  }
}
