// 简体中文：已签名内容的去向，以及用另一笔取代它。
import type { Messages } from './messages.ts';

export const sentZhCn: Messages['history']['sent'] = {
  title: '后来如何',
  filter: '后来如何',
  filters: {
    any: '无论是否发送',
    'not-sent': '未发送',
    'under-way': '进行中',
    unknown: '未知',
    done: '已确认',
    failed: '失败',
    gone: '被取代或丢弃',
  },
  notSent: '已签名，未发送',
  notSentText: '就本应用的记录而言，它没有发送过这笔交易。拥有其字节的人都可以发送它。',
  lostText:
    '无法得知本应用是否发送过它：发送记录没有那么早的内容，或者已损坏。请在区块浏览器中查询其哈希。发送它没有害处：相同的字节无论到达多少次，都只是一笔交易。',
  elsewhere: {
    'user-operation': '用户操作由其他程序交给打包器。这一个是否已交出，这里无从得知。',
    delegation:
      '它会被放入某人的交易：在账户的 nonce 变动之前，拥有它的人都可以这样做。是否有人做过，这里无从得知。',
    'personal-message':
      '消息不会从这里发送到任何网络。您交给的人可以出示它；他们用它做了什么，这里无从得知。',
    'typed-data': '结构化数据不会从这里发送到任何网络。您交给的人可以使用它；是否用过，这里无从得知。',
  },
  absent: (number) => `这里没有第 ${number} 个签名。它可能属于您看不到的钱包。`,
  noNetwork: (chain) => `要发送它，请添加链 ${chain} 的网络：`,
  through: (network) => `通过 ${network}`,
  notKnown: '无法得知发送过什么',
};

export const replaceZhCn: Messages['history']['replace'] = {
  hint: '等得太久？可以用序号相同的另一笔取代它。',
  ways: {
    'speed-up': {
      open: '加速…',
      title: '加速一笔交易',
      lead: '同一笔交易，手续费更高。',
      text: '区块优先收录付费更高的交易。同一笔交易会以更高的手续费重新签名，网络用它取代正在等待的那一笔。两者只会发生其一。',
      review: '这就是正在等待的那笔交易，只是手续费更高。批准后即发送。',
      limit: '它会再计入一次您的限额（金额和手续费），尽管两者只会发生其一。取消则只计入手续费。',
    },
    cancel: {
      open: '取消…',
      title: '取消一笔交易',
      lead: '由另一笔占用它的序号，不付给任何人。',
      text: '已经发出的无法收回。但账户的每笔交易都有序号，每个序号只发生一次：以相同序号和更高手续费向自己支付零金额，即可占用它的位置。您只需支付手续费。',
      review: '向自己支付零金额，占用正在等待的那笔交易的位置。批准后即发送。',
      limit: '只有手续费计入您的限额。',
    },
  },
  race: '可能已经太晚：如果第一笔先进入区块，它就成立，第二笔会被拒绝。结果会告诉您。',
  network: '网络',
  nonce: '序号（nonce）',
  replaced: '正在等待的',
  instead: (v) => `取代：${v.what}`,
  oldFee: '它的手续费上限',
  highestFee: '新的手续费上限',
  failed: '现在无法取代',
};
