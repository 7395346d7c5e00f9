import { defineRefusals } from '#kernel/errors.ts';

export const refuse = defineRefusals('harvest', {
  no_such_notation: {
    status: 406,
    title: {
      zh: '没有您要的格式，这里有 JSON-LD 和 Turtle',
      en: 'There is no such notation; there are JSON-LD and Turtle',
    },
    remedy: {
      zh: '请在 Accept 中写 application/ld+json 或 text/turtle，或使用以 .jsonld、.ttl 结尾的地址',
      en: 'Ask for application/ld+json or text/turtle in Accept, or use an address that ends in .jsonld or .ttl',
    },
  },
});
