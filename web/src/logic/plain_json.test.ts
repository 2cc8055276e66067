import { describe, expect, it } from 'vitest';
import { parseKeepingNumbers } from './plain_json';

describe('JSON with amounts as number tokens', () => {
  it('comes out with the very digits', () => {
    expect(parseKeepingNumbers('{"a":9007199254740993.10,"b":[-0.50,1e-06,0]}')).toEqual({
      a: '9007199254740993.10',
      b: ['-0.50', '1e-06', '0'],
    });
  });

  it('leaves digits inside text alone, also behind escapes', () => {
    const json = '{"t":"say \\"12\\" or \\\\","5":"-7","n":null,"y":true}';
    expect(parseKeepingNumbers(json)).toEqual({ t: 'say "12" or \\', '5': '-7', n: null, y: true });
  });

  it('throws on half a document', () => {
    for (const json of ['{"a":1', '{"a":"1', '', '[1,]', '{"a":"\\']) {
      expect(() => parseKeepingNumbers(json), json).toThrow();
    }
  });
});
