import { remember, remembered } from './remembered';

// Keys of one letter get in the way of speech input and of a hand that slips: they can be switched
// off. Escape is no letter and always works.
let on = $state(remembered('keys') !== 'off');

export const letterKeys = {
  get on(): boolean {
    return on;
  },
};

export function setLetterKeys(wanted: boolean): void {
  on = wanted;
  remember('keys', wanted ? null : 'off');
}
