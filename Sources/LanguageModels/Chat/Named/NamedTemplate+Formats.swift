extension NamedTemplate {
    /// The messages' text with blank lines between them, for models that were not trained on conversations.
    static let plainText = NamedTemplate(
        name: "none", source: "{{ messages | map(attribute='content') | join('\\n\\n') }}", addsSpecialTokens: true)

    /// `<|im_start|>user`, the text, `<|im_end|>`.
    static let chatML = NamedTemplate(
        name: "chatml",
        source: """
            {% for message in messages -%}
            {{ '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}
            {%- endfor %}
            {%- if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}
            """,
        requiredTokens: ["<|im_start|>", "<|im_end|>"])

    /// Vicuna 1.1 to 1.5 as FastChat writes it: `USER: … ASSISTANT: …</s>` after one sentence of introduction.
    static let vicuna = NamedTemplate(
        name: "vicuna",
        source: systemFirst + """
            {{- '<s>' }}
            {%- if system is none %}
            {{- 'A chat between a curious user and an artificial intelligence assistant. ' }}
            {{- "The assistant gives helpful, detailed, and polite answers to the user's questions. " }}
            {%- elif system %}{{ system + ' ' }}{% endif %}
            {%- for message in turns %}
            {%- if message.role == 'user' %}{{ 'USER: ' + message.content + ' ' }}
            {%- else %}{{ 'ASSISTANT: ' + message.content + '</s>' }}{% endif %}
            {%- endfor %}
            {%- if add_generation_prompt %}{{ 'ASSISTANT:' }}{% endif %}
            """,
        requiredTokens: ["<s>", "</s>"])

    /// Mistral 7B to Nemo: `[INST] … [/INST] …</s>`, the system's message before the last user's.
    static let mistral = NamedTemplate(
        name: "mistral",
        source: systemFirst + """
            {{- '<s>' }}
            {%- for message in turns %}
            {%- if message.role == 'user' %}
            {{- ' [INST] ' }}
            {%- if loop.last and system %}{{ system + '\\n\\n' }}{% endif %}
            {{- message.content + ' [/INST]' }}
            {%- else %}{{ ' ' + message.content + '</s>' }}{% endif %}
            {%- endfor %}
            """,
        requiredTokens: ["<s>", "</s>"])

    /// Gemma 1 to 3: `<start_of_turn>user`, the text, `<end_of_turn>`; the system's message before the first user's.
    static let gemma = NamedTemplate(
        name: "gemma",
        source: systemFirst + """
            {{- '<bos>' }}
            {%- for message in turns %}
            {{- '<start_of_turn>' + ('model' if message.role == 'assistant' else 'user') + '\\n' }}
            {%- if loop.first and system %}{{ system + '\\n\\n' }}{% endif %}
            {{- message.content | trim }}{{ '<end_of_turn>\\n' }}
            {%- endfor %}
            {%- if add_generation_prompt %}{{ '<start_of_turn>model\\n' }}{% endif %}
            """,
        requiredTokens: ["<bos>", "<start_of_turn>", "<end_of_turn>"])

    /// Phi-3: `<|user|>`, the text, `<|end|>`.
    static let phi3 = NamedTemplate(
        name: "phi-3",
        source: """
            {% for message in messages -%}
            {{ '<|' + message.role + '|>\\n' + message.content + '<|end|>\\n' }}
            {%- endfor %}
            {%- if add_generation_prompt %}{{ '<|assistant|>\\n' }}{% endif %}
            """,
        requiredTokens: ["<|user|>", "<|assistant|>", "<|end|>"])

    /// Zephyr and TinyLlama: `<|user|>`, the text, `</s>`.
    static let zephyr = NamedTemplate(
        name: "zephyr",
        source: """
            {% for message in messages -%}
            {{ '<|' + message.role + '|>\\n' + message.content + '</s>\\n' }}
            {%- endfor %}
            {%- if add_generation_prompt %}{{ '<|assistant|>\\n' }}{% endif %}
            """,
        requiredTokens: ["</s>"])

    /// Takes the system's message from the front, and makes sure that user and assistant alternate.
    static let systemFirst = """
        {%- set system = none %}
        {%- set turns = messages %}
        {%- if messages and messages[0].role == 'system' %}
        {%- set system = messages[0].content %}
        {%- set turns = messages[1:] %}
        {%- endif %}
        {%- for message in turns %}
        {%- if message.role != ['user', 'assistant'][loop.index0 % 2] %}
        {{- raise_exception('after an optional system message user and assistant must alternate, user first; message '
            ~ (loop.index + messages | length - turns | length) ~ ' is from ' ~ message.role) }}
        {%- endif %}
        {%- endfor %}

        """
}
