import { describe, expect, it } from 'vitest';
import { KeyReader, type Press } from './keys';

const press = (key: string, more: Partial<Press> = {}): Press => ({ key, modified: false, typing: false, at: 0, ...more });

describe('keys', () => {
  it('g and a letter go to a page', () => {
    const keys = new KeyReader();
    expect(keys.read(press('g'))).toBeNull();
    expect(keys.read(press('p', { at: 900 }))).toEqual({ do: 'go', page: 'positions' });
    expect(keys.read(press('p'))).toBeNull();
  });

  it('g j goes to the journal, j alone to the next row, also long after a g', () => {
    const keys = new KeyReader();
    keys.read(press('g'));
    expect(keys.read(press('j', { at: 10 }))).toEqual({ do: 'go', page: 'journal' });
    expect(keys.read(press('j'))).toEqual({ do: 'next' });
    keys.read(press('g'));
    expect(keys.read(press('j', { at: 5000 }))).toEqual({ do: 'next' });
  });

  it('letters in a field are text, and Escape leaves it', () => {
    const keys = new KeyReader();
    expect(keys.read(press('r', { typing: true }))).toBeNull();
    expect(keys.read(press('Escape', { typing: true }))).toEqual({ do: 'back' });
  });

  it('the browser keeps its own shortcuts', () => {
    expect(new KeyReader().read(press('r', { modified: true }))).toBeNull();
  });
});
