import { extractConstraints } from '../../tools/aws-model/extract.ts';

const model = {
  operations: { PutThing: { input: { shape: 'PutThingRequest' } }, GetThing: { input: { shape: 'Unused' } } },
  shapes: {
    PutThingRequest: {
      ...{ type: 'structure', required: ['Name'], documentation: 'long' },
      members: { Name: { shape: 'Name' }, Parts: { shape: 'Parts' }, Other: { shape: 'Unused' } },
    },
    Name: { type: 'string', min: 1, max: 64, pattern: '[a-z]+', sensitive: true, documentation: 'long' },
    Parts: { type: 'list', max: 5, member: { shape: 'Part' } },
    Part: { type: 'structure', members: { Parts: { shape: 'Parts' }, Kind: { shape: 'Kind' } } },
    Kind: { type: 'string', enum: ['A', 'B'] },
    Unused: { type: 'structure', members: {} },
  },
};

test('what is extracted are the shapes that an operation reaches, without documentation and what is left out, also in a circle', () => {
  expect(extractConstraints(model, { operations: ['PutThing'], without: ['Other'] })).toEqual({
    operations: { PutThing: 'PutThingRequest' },
    shapes: {
      Kind: { type: 'string', enum: ['A', 'B'] },
      Name: { type: 'string', min: 1, max: 64, pattern: '[a-z]+', sensitive: true },
      Part: { type: 'structure', members: { Parts: 'Parts', Kind: 'Kind' } },
      Parts: { type: 'list', member: 'Part', max: 5 },
      PutThingRequest: { type: 'structure', required: ['Name'], members: { Name: 'Name', Parts: 'Parts' } },
    },
  });
});

test('an operation that the model does not have is an error', () => {
  expect(() => extractConstraints(model, { operations: ['DropThing'] })).toThrow('The model has no operation DropThing');
});
