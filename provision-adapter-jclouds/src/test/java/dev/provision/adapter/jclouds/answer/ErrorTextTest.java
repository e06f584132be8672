package dev.provision.adapter.jclouds.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ErrorTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // Text is its own message.
        "`  no quota\n` | `` | no quota",
        "`` | `` | ``",
        // JSON: the best name counts, not the first one; of one name the first.
        "{'error': {'title': 'Bad', 'message': 'no quota', 'code': 'QuotaExceeded'}} |"
            + " QuotaExceeded | no quota",
        "{'errors': [{'message': 'one'}, {'message': 'two'}]} | `` | one",
        "{'error': 'invalid_grant', 'error_description': 'it has expired'} | `` | it has expired",
        "{'message': ' ', 'detail': 'no quota'} | `` | no quota",
        "{'listresponse': {'errorcode': 401, 'errortext': 'no login'}} | `` | no login",
        "[{'message': 'one'}] | `` | one",
        // A code is a word; a number, or a sentence, is none.
        "{'code': 403, 'message': 'no', 'reason': 'quota.Exceeded'} | quota.Exceeded | no",
        "{'code': 'not a word', 'message': 'no'} | `` | no",
        // JSON without a message, and JSON that is none, are shown as they are.
        "{'status': 'bad'} | `` | {'status': 'bad'}",
        "{'message': 'it was cut | `` | {'message': 'it was cut",
        // XML.
        "<e><Code>InUse</Code><Message>it&amp;that</Message></e> | InUse | it&that",
        "<e><Code>17</Code><errortext>no</errortext></e> | `` | no",
        "<html><body><p>Bad gateway</body></html> | `` | ``",
        "<!DOCTYPE e><e><Message>no</Message></e> | `` | ``",
      })
  void a_body_has_a_code_and_a_message(String body, String code, String message) {
    assertThat(ErrorText.in(body.replace('\'', '"')))
        .isEqualTo(new ErrorText(code, message.replace('\'', '"')));
  }
}
