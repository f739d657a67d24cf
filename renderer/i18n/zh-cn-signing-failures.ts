// 简体中文：导入钱包、准备签名与签名时的拒绝原因，以及处理办法。
import type { FailureText } from './en-failures.ts';
import type { signingFailuresEn } from './en-signing-failures.ts';

export const signingFailuresZhCn: Readonly<Record<keyof typeof signingFailuresEn, FailureText>> = {
  'wrong-word-count': {
    what: '助记词应为 12、15、18、21 或 24 个词，而这里不是。',
    todo: '请数一数词数，词与词之间用一个空格隔开。',
  },
  'unknown-word': {
    what: '至少有一个词不在英文助记词词表中。',
    todo: '请检查是否有输错的词。不接受其他语言的助记词。',
  },
  'wrong-checksum': {
    what: '每个词都存在，但合在一起不是助记词：校验和不符。',
    todo: '请逐词核对您写下的内容及其顺序。',
  },
  'not-a-key': {
    what: '这不是私钥：其值为零或过大。',
    todo: '私钥是 64 位十六进制数字。请检查复制的来源。',
  },
  'keystore-format': {
    what: 'TEE 无法读取此密钥库文件。',
    todo: '请选择以太坊钱包保存的第 3 版文件：含有 “crypto” 部分的 JSON。',
  },
  'keystore-too-costly': {
    what: '打开此密钥库所需的内存或时间超过 TEE 的上限。',
    todo: '请在生成它的钱包中打开，并以通常的设置重新保存。',
  },
  'no-keystore': {
    what: '没有已打开的密钥库。',
    todo: '请重新选择文件并输入密码。打开的内容会在 15 分钟后清除。',
  },
  'wallet-exists': {
    what: '此设备上您已有这个钱包。',
    todo: '请在您的钱包中查找；它的名称可能不同。',
  },
  'wallets-full': {
    what: '您拥有的钱包数量已达上限。',
    todo: '请在已有钱包中添加账户；或在抄好助记词后，移除不再使用的钱包。',
  },
  'single-account': {
    what: '此钱包只有一把私钥，因此只有一个账户。',
    todo: '如需更多账户，请创建或导入带助记词的钱包。',
  },
  'accounts-full': {
    what: '这将超过一个钱包（1,000 个）或您全部钱包（5,000 个）的账户数上限。',
    todo: '请减少添加的数量，或使用已有的账户。',
  },
  'unknown-account': {
    what: '此钱包没有这个账户。',
    todo: '请刷新列表，或在“钱包”中添加该账户。',
  },
  'no-phrase': {
    what: '此钱包是以私钥导入的，没有助记词。',
    todo: '请改为导出其私钥。',
  },
  'unknown-contact': {
    what: '您的地址簿中没有此地址。',
    todo: '请刷新列表。',
  },
  'contacts-full': {
    what: '您的地址簿已满。',
    todo: '请删除不再付款的联系人。',
  },
  'unknown-review': {
    what: '此审阅已失效：已签名、已过期，或在 TEE 锁定时结束。',
    todo: '请重新准备。任何内容都不会被签名两次。',
  },
  'reviews-full': {
    what: '尚未签名的审阅过多。',
    todo: '请等待十分钟，或锁定后再解锁；两者都会结束这些审阅。',
  },
  'review-outdated': {
    what: '准备此审阅之后，本设备的策略已更改。',
    todo: '请重新准备，届时将按新策略判断。',
  },
  'unknown-signature': {
    what: '此钱包的历史中没有该编号的签名。',
    todo: '请刷新列表。',
  },
  'answer-not-kept': {
    what: '操作已完成，但其应答只给出一次，不在任何地方保存。',
    todo: '请重新请求。',
  },
  'transaction-format': {
    what: '这些字节不是未签名的交易。',
    todo: '请确认已完整复制，且该交易尚未签名。',
  },
  'chain-id-missing': {
    what: '该交易没有指明网络，因此会在所有网络上有效。这样的交易绝不签名。',
    todo: '请重新生成带链 ID 的交易（EIP-155）。',
  },
  'not-canonical': {
    what: '这些字节不是唯一规定的写法，签名内容可能与所示不同。',
    todo: '请用原来的程序重新生成交易。',
  },
  'unsupported-transaction-type': {
    what: 'TEE 不认识此类型的交易。',
    todo: '可签名的类型：传统（EIP-155）、EIP-2930、EIP-1559 和 EIP-7702 交易。',
  },
  'typed-data-types': {
    what: '此结构化数据的类型不成立：有缺失、重复，或错误地包含自身。',
    todo: '请询问数据的提供者。TEE 不作任何猜测。',
  },
  'typed-data-value': {
    what: '此结构化数据中有值与其类型不符、缺失或多余。',
    todo: '请询问数据的提供者。TEE 不作任何猜测。',
  },
  'user-operation-format': {
    what: '此用户操作不完整，或各部分相互矛盾。',
    todo: '请检查各字段：格式应为未打包的 ERC-4337 v0.7。',
  },
};
